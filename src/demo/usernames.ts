import type { Random } from './random.ts';

// The busiest come first, so that the first screen shows what names can look like.
const CURATED: readonly string[] = [
  'acme-shop',
  'geschenkehaus-müller',
  'wunschzettel-app',
  '東京ギフト',
  'giftfinder-bot',
  'north-star-agency',
  "o'reilly-presents",
  'bücherkönig',
  'holiday-planner',
  'papeterie-lumière',
  'corporate-gifts-eu',
  'toybox-online',
  '礼品之家',
  'price-watch-crawler',
  'søstrene-gaver',
  'client1',
  'regalos-del-sur',
  'smörgåsbord-gifts',
  'wedding-lists',
  'birthday-reminder-bot',
  '서울선물',
  'little-treasures',
  'kado-winkel',
  'studio-brandt',
  'slack-gift-app',
  'garden-and-home',
  'maison-éclair',
  'newsletter-engine',
  'zoo-and-pets',
  'vinyl-lovers',
];

const FIRST = [
  'amber',
  'blue',
  'bright',
  'cedar',
  'copper',
  'daily',
  'golden',
  'grand',
  'happy',
  'ivory',
  'lucky',
  'maple',
];
const SECOND = ['basket', 'bazaar', 'bow', 'box', 'corner', 'lane', 'parcel', 'ribbon', 'surprise', 'wrap'];
const KIND = ['shop', 'store', 'studio', 'agency', 'app', 'gifts', 'market', 'bot'];

/** As many different names of shops, agencies and bots as are wanted. */
export function usernames(random: Random, count: number): readonly string[] {
  const names = new Set(CURATED.slice(0, count));
  while (names.size < count) {
    const name = `${random.pick(FIRST)}-${random.pick(SECOND)}-${random.pick(KIND)}`;
    names.add(names.has(name) ? `${name}-${names.size}` : name);
  }
  return [...names];
}
