import { ID } from './ids.ts';
import { either, pattern, type Rule } from './rule.ts';

// The text before a number tells its kind. Patterns look back from the number, since there are fewer numbers than words.

/** Domains at the top, by which localhost:5432 and db.shop.internal:5432 are told from server.js:120. */
const TOP = /com|net|org|io|dev|app|cloud|internal|local|lan|svc|cluster|example|test/;
const HOST = pattern`\b(?:localhost|[a-z][\w-]*\.(?:[\w-]+\.)*${TOP})`;
/** Port of a server, behind its address or the word: #:5432, localhost:5432, port 5432. */
const PORT = pattern`(?<=(?:<ip>|#|${HOST}):|\b[Pp]ort[ :=]{1,2})\d{1,4}\b`;

/** Words before a code, alone or as the end of a name: status 404, "statusCode":404, exit code: 137, [Errno 111]. */
const CODE_WORD =
  /\b[Cc]ode|_code|[a-z]Code|\b[Ss]tatus(?:code)?|_status|\bHTTP|\bhttp|\b[Ee]rrno|\b[Ee]xit|\b[Ss]ignal/;
const CODE = pattern`(?<=${CODE_WORD}\b\W{0,3}(?:(?:code|status)\W{1,2})?)[+-]?\d{1,3}(?![\d.])`;
/** Codes of databases and services: ERROR 1045, error code 20404, "code":20404. */
const CODE_OF_SERVICE = /(?<=\b(?:ERROR|[Ee]rror [Cc]ode:?) |["']code["']:\s?)-?\d{1,5}(?![\d.])/;
/** returned 502, Unexpected server response: 401, Error 503 */
const ANSWERED_STATUS = /(?<=\b(?:[Ee]rror|response|responded(?: with)?|returned)(?: an?)?:? )[45]\d\d\b/;
const SQLSTATE = /(?<=\bSQLSTATE\W{0,2})[0-9A-Z]{5}\b/;
/** Versions of standards: HTTP/1.1, UTF-8, TLSv1.3. */
const STANDARD = /(?<=\b(?:HTTP\/|[Uu][Tt][Ff]-|ISO-(?:\d+-)?|TLSv|SSLv|SHA-))[\d.]+/;
/** Names of types and algorithms: uint8, sha256, base64. */
const TYPE = /(?<=\b(?:sha|utf|u?int|float|base|latin|http|ipv|oauth|win|md|mp|ec))\d+\b/;
const TELLING = pattern`(?=[\d+-])${either(PORT, CODE, CODE_OF_SERVICE, ANSWERED_STATUS, SQLSTATE, STANDARD, TYPE)}`;

const SEPARATOR = /[.,]|['’](?=\d{3})/;
const UNIT = either(
  /ms|msecs?|milliseconds?|[µμ]s|us|ns|s|secs?|seconds?|m|min(?:ute)?s?|h|hrs?|hours?|d|days?/,
  /Sekunden?|Minuten?|Stunden?|Tagen?|secondes?|heures?|jours?|segundos?|minutos?|horas?|d[ií]as?/,
  /[kKMGT]i?B|[Bb]ytes?|B|%/,
);
/** 1h2m3.5s, as Go prints it */
const DURATION = /(?:\d+(?:\.\d+)?(?:ms|[µμn]s|[dhms])){2,}(?![A-Za-z0-9])/;
/** A number, with its sign and unit: 4,150,908 bytes, -3.89s, v2. */
const NUMBER = pattern`(?:(?<![A-Za-z0-9])[+-]?|(?<=[a-z]{2}))(?:${DURATION}|\d+(?:${SEPARATOR}\d+)*(?:\s?${UNIT}(?![A-Za-z0-9]))?)`;

/** Ids and numbers. */
export const NUMBERS: Rule = {
  name: 'numbers',
  reason: 'Ids, counts and durations are of one call; codes and versions of standards are not.',
  example: ['cus_4cZVRZAFBY0NUj: status 404 after 3.89s', '#: status 404 after #'],
  keeps: [TELLING],
  finds: [ID, NUMBER],
  puts: '#',
  needs: /[\d*_-]/,
};
