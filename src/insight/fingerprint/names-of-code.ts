import { either, pattern } from './rule.ts';

// Names that a programmer gave, in quotes: they say which problem it is, while other quotes hold what a user typed.

/** A name without blanks, perhaps with an index and arguments: users_email_key, X-API-Key, items[0].qty, Map.get(Object). */
const NAME = /[\w.$:\\@#-]{1,63}(?:\[[\d#]{0,4}\][\w.$:#-]{0,63}){0,4}(?:\([\w., ]{0,63}\))?/;
const QUOTED_NAME = pattern`"${NAME}"|'${NAME}'`;
/** "SHOP"."USERS"."NAME" */
const QUOTED_NAMES = pattern`${QUOTED_NAME}(?:\.${QUOTED_NAME}){0,3}`;

const PART_OF_DATABASE =
  /columns?|relation|constraint|table|index|role|schema|database|collection|sequence|trigger|view|extension|encoding|for key/;
const PART_OF_CODE = either(
  /attribute|propert(?:y|ies)|fields?|param(?:eter)?s?|arguments?|variable|array key|keys?\(s\) in object/,
  /module(?: named)?|package|class|interface|function|method|types?|model|reading|setting|invoke|import(?: name)?/,
);
const PART_OF_SERVICE = /header|path|resource|scope|permission|queue|topic|host=/;
const SOMETHING_MISSING = /missing(?: required)?|(?:type|value|validation) for|KeyError/;
/** Keys of JSON and of logs whose value is a name or code: 'code': 'P2002', "param":"messages". */
const TELLING_KEY =
  /(?:code|type|reason|error|status|kind|param|path|property|field|keyword|expected|received|location)["']?\s?[:=]/;

/** Words before a name of code: column "owner", KeyError: 'age', (reading 'map'). */
const NOUN = either(PART_OF_DATABASE, PART_OF_CODE, PART_OF_SERVICE, SOMETHING_MISSING, TELLING_KEY);

/** Words after a name of code: "email" is required, 'x' is not defined, "age" must be a number. */
export const VERDICT =
  /(?:is (?:a )?required|is not (?:defined|allowed)|must|should|fails to|cannot be (?:null|blank|empty)|was unexpected|object|has no|length)\b/;

/** Words for what a name before them is of: the "path" argument. */
const NOUN_BEHIND = /(?:argument|param(?:eter)?|field|column|property|attribute|header|option|tag|rule|constraint)\b/;

/** Places in a request, in lists of validators: 'loc': ('body', 'age'), "path":["items",0,"qty"]. */
const LOCATION = /["'](?:loc|path)["']:\s?[[(][^\])]{0,200}[\])]/;

/** Places in a request, as pointers into its JSON: "instancePath":"/items/0/qty". */
export const POINTER = /["'](?:instancePath|dataPath|schemaPath|pointer)["']\s?:\s?["'][\w/#.$-]{0,100}["']/;

/** @aws-sdk/client-s3, lodash/fp */
const MODULE_IN_FOLDER = /(?<=\b(?:module|package)\s)(?:"@?[\w-][\w./-]{0,63}"|'@?[\w-][\w./-]{0,63}')/;

const KEY_OF_JSON = pattern`(?<=[{,]\s?)${QUOTED_NAME}(?=\s?:)`;
const NAME_AFTER_NOUN = pattern`(?<=\b${NOUN}:?\s?\(?)${QUOTED_NAMES}`;
const NAME_BEFORE_VERDICT = pattern`${QUOTED_NAME}(?=\s${either(VERDICT, NOUN_BEHIND)})`;
const NAME_IN_BACKTICKS = /`[\w.$:]{1,63}(?:\(\))?`/;

/** Quoted names of code. */
export const NAMES_OF_CODE: readonly RegExp[] = [
  LOCATION,
  POINTER,
  pattern`(?=["'])(?:${KEY_OF_JSON}|${NAME_AFTER_NOUN}|${NAME_BEFORE_VERDICT}|${MODULE_IN_FOLDER})`,
  NAME_IN_BACKTICKS,
];
