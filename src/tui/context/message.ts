/** A line of news: what happened, how it went, and the command that does the same. */
export interface Message {
  readonly tone: 'good' | 'warn' | 'bad' | 'busy';
  readonly text: string;
  readonly hint?: string;
  readonly command?: string;
}

const moves: ReadonlySet<string> = new Set([
  'down',
  'up',
  'first',
  'last',
  'pageDown',
  'pageUp',
  'halfDown',
  'halfUp',
  'left',
  'right',
]);

/** True if a message leaves with this action: news stays while one only looks around, the reason why a key could not work does not. */
export function leavesWith(message: Message | null, action: string): boolean {
  return message !== null && (message.tone === 'warn' || !moves.has(action));
}

/** The message after news of what goes on in the background, which takes the place of its own earlier news alone. */
export function afterNews(message: Message | null, news: Message | null): Message | null {
  return message === null || message.tone === 'busy' ? news : message;
}
