import { parseFilter } from '../filter/parse.ts';
import type { SavedView } from '../model/settings.ts';
import { MAX_WINDOW_HOURS } from '../text/durations.ts';
import { type Kind as ArgKind, isScreenId, screenEntry, screens } from '../tui/keys/screens.ts';
import { choice, entriesOf, type Kind, named, numberFrom, unknownName, wrongValue, yesOrNo } from './kinds.ts';
import type { PlacedJson } from './placed-json.ts';
import { SettingFault } from './setting-fault.ts';

type Field = Exclude<keyof SavedView, 'screen' | 'args'>;

const text: Kind<string> = {
  takes: 'a text',
  fromJson: (json, name) => {
    if (json.kind === 'value' && typeof json.value === 'string') return json.value;
    throw wrongValue(json, name, text);
  },
  shown: (value) => value,
};

const fields: Readonly<Record<Field, Kind<unknown>>> = {
  filter: text,
  hours: {
    takes: `a number of hours, ${MAX_WINDOW_HOURS} at most`,
    fromJson: (json, name) => {
      if (json.kind === 'value' && typeof json.value === 'number' && json.value > 0 && json.value <= MAX_WINDOW_HOURS) {
        return json.value;
      }
      throw wrongValue(json, name, fields.hours);
    },
    shown: (value) => value,
  },
  endsAt: {
    takes: 'a time such as "2026-11-24T17:30:00Z"',
    fromJson: (json, name) => {
      if (json.kind === 'value' && typeof json.value === 'string' && Date.parse(json.value) >= 0) return json.value;
      throw wrongValue(json, name, fields.endsAt);
    },
    shown: (value) => value,
  },
  sort: text,
  descending: yesOrNo,
  chart: numberFrom(0, { isWhole: true }),
  heatmap: choice(['column', 'all']),
  isCompared: yesOrNo,
  isUngrouped: yesOrNo,
};
const fieldNames = ['screen', 'args', ...Object.keys(fields)];
const screenKind = choice(Object.keys(screens));

/** Views of the data by the names that a person gave them. */
export const viewsKind: Kind<Readonly<Record<string, SavedView>>> = named(
  'views by name: { "screen": "calls", "filter": "status:5xx", "hours": 24 }',
  readView,
  (view) => view,
);

function readView(json: PlacedJson, name: string): SavedView {
  const entries = entriesOf(json, name);
  const stray = entries.find((entry) => !fieldNames.includes(entry.name));
  if (stray) throw unknownName(stray, fieldNames, 'field of a view');
  const screen = entries.find((entry) => entry.name === 'screen');
  if (screen === undefined)
    throw new SettingFault(`${name} names no screen.`, json.at, `It needs "screen": "calls", say.`);
  const id = screenKind.fromJson(screen.value, `${name}.screen`);
  const read = entries.flatMap((entry) => {
    const kind = Object.hasOwn(fields, entry.name) ? fields[entry.name as Field] : undefined;
    return kind === undefined ? [] : [[entry.name, kind.fromJson(entry.value, `${name}.${entry.name}`)] as const];
  });
  const filter = entries.find((entry) => entry.name === 'filter');
  if (filter) refuseFilter(id, filter.value, name);
  const args = entries.find((entry) => entry.name === 'args');
  return { screen: id, args: readArgs(id, args?.value, name, json.at), ...Object.fromEntries(read) };
}

function refuseFilter(screen: string, json: PlacedJson, name: string): void {
  if (!isScreenId(screen) || screenEntry(screen).isFiltered !== true || json.kind !== 'value') return;
  const parsed = parseFilter(String(json.value));
  if ('fault' in parsed) throw new SettingFault(`${name}.filter: ${parsed.fault.message}`, json.at);
}

function readArgs(screen: string, json: PlacedJson | undefined, name: string, at: number): Record<string, unknown> {
  const wanted: Readonly<Record<string, ArgKind>> = isScreenId(screen) ? screenEntry(screen).opensWith : {};
  const entries = json === undefined ? [] : entriesOf(json, `${name}.args`);
  const stray = entries.find((entry) => !Object.hasOwn(wanted, entry.name));
  if (stray) throw unknownName(stray, Object.keys(wanted), `value that ${screen} is opened with`);
  const missing = Object.keys(wanted).find(
    (arg) => wanted[arg] !== 'id or none' && !entries.some((entry) => entry.name === arg),
  );
  if (missing !== undefined) {
    throw new SettingFault(`${name} needs "args": { "${missing}": … } for the screen ${screen}.`, at);
  }
  const given = entries.map(({ name: arg, value }) => [arg, value.kind === 'value' ? value.value : null] as const);
  return { ...Object.fromEntries(Object.keys(wanted).map((arg) => [arg, null])), ...Object.fromEntries(given) };
}
