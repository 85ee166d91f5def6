import { type FailedCall, groupId, hasMessage } from './fingerprint.ts';

/** Ids by status, and there by the text that decides. */
type Ids = Map<number, Map<string, string>>;

const MOST_CHARACTERS_OF_ONE = 10_000;
const MOST_CHARACTERS_IN_ALL = 4_000_000;
/** Room that an entry takes besides its text, in characters. */
const ROOM_OF_ENTRY = 100;

/**
 * Answers for ids of groups, remembered: in a log few messages are most of the failed calls. Keeps what was asked for lately, of
 * messages with at most eight million characters in all.
 */
export class GroupIds {
  #recent: Generation = newGeneration();
  #older: Generation = newGeneration();

  /** Id of the group of a call, as `groupId` has it. */
  idOf(call: FailedCall): string {
    const isByMessage = hasMessage(call);
    const text = isByMessage ? call.message : call.route;
    const kind = isByMessage ? 'byMessage' : 'byRoute';
    const known = this.#recent[kind].get(call.statusCode)?.get(text);
    if (known !== undefined) return known;
    const id = this.#older[kind].get(call.statusCode)?.get(text) ?? groupId(call);
    this.#remember(kind, call.statusCode, text, id);
    return id;
  }

  #remember(kind: 'byMessage' | 'byRoute', statusCode: number, text: string, id: string): void {
    if (text.length > MOST_CHARACTERS_OF_ONE) return;
    if (this.#recent.characters > MOST_CHARACTERS_IN_ALL) {
      this.#older = this.#recent;
      this.#recent = newGeneration();
    }
    const ids = this.#recent[kind];
    const texts = ids.get(statusCode) ?? new Map<string, string>();
    ids.set(statusCode, texts.set(text, id));
    this.#recent.characters += text.length + ROOM_OF_ENTRY;
  }
}

interface Generation {
  readonly byMessage: Ids;
  readonly byRoute: Ids;
  characters: number;
}

function newGeneration(): Generation {
  return { byMessage: new Map(), byRoute: new Map(), characters: 0 };
}
