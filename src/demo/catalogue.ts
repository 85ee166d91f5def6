/** Main product category of the demo's shops, with its share of the catalogue and its products. */
export interface Category {
  readonly name: string;
  readonly weight: number;
  readonly subCategories: Readonly<Record<string, readonly string[]>>;
  /** Price of a typical product in this category. */
  readonly typicalPrice: number;
}

/** All categories. */
export const CATEGORIES: readonly Category[] = [
  {
    name: 'Home & Garden',
    weight: 22,
    subCategories: {
      Kitchen: ['teapot', 'cutting board', 'pepper mill', 'cast-iron pan'],
      Decoration: ['vase', 'wall clock', 'candle holder'],
      Garden: ['bird feeder', 'watering can', 'herb planter'],
    },
    typicalPrice: 38,
  },
  {
    name: 'Toys',
    weight: 18,
    subCategories: {
      Building: ['marble run', 'building blocks', 'model railway'],
      Games: ['memory game', 'strategy board game', 'puzzle of 1000 pieces'],
      Plush: ['plush otter', 'hand puppet'],
    },
    typicalPrice: 29,
  },
  {
    name: 'Books',
    weight: 15,
    subCategories: { Fiction: ['crime novel', 'fantasy trilogy'], Craft: ['bread baking book', 'knitting guide'] },
    typicalPrice: 21,
  },
  {
    name: 'Electronics',
    weight: 12,
    subCategories: { Audio: ['wireless speaker', 'headphones', 'turntable'], Reading: ['e-reader', 'reading lamp'] },
    typicalPrice: 118,
  },
  {
    name: 'Fashion',
    weight: 10,
    subCategories: { Accessories: ['merino scarf', 'leather belt', 'umbrella'], Jewellery: ['necklace', 'ear studs'] },
    typicalPrice: 56,
  },
  {
    name: 'Food & Drink',
    weight: 8,
    subCategories: { Sweet: ['praline box', 'honey selection'], Drink: ['green tea tin', 'coffee sampler'] },
    typicalPrice: 24,
  },
  {
    name: 'Sports',
    weight: 6,
    subCategories: { Outdoor: ['trekking bottle', 'hammock', 'head torch'], Indoor: ['yoga mat', 'jump rope'] },
    typicalPrice: 43,
  },
  {
    name: 'Beauty',
    weight: 5,
    subCategories: { Care: ['hand cream set', 'beard oil', 'bath salts'] },
    typicalPrice: 27,
  },
  { name: 'Music', weight: 4, subCategories: { Instruments: ['ukulele', 'kalimba', 'metronome'] }, typicalPrice: 74 },
  {
    name: 'Travel',
    weight: 3,
    subCategories: { Luggage: ['toiletry bag', 'passport cover', 'weekender'] },
    typicalPrice: 62,
  },
  {
    name: 'Pets',
    weight: 2,
    subCategories: { Dogs: ['rope toy', 'dog bed'], Cats: ['scratching post'] },
    typicalPrice: 33,
  },
  { name: 'Art', weight: 2, subCategories: { Painting: ['watercolour set', 'sketchbook', 'easel'] }, typicalPrice: 35 },
];

/** Makers of the demo's products. */
export const BRANDS = [
  'Nordlys',
  'Hagen & Sohn',
  'Atelier Roux',
  'Mizu',
  'Oakfield',
  'Lumo',
  'Casa Verde',
  'Pixie',
  'Torvald',
];

/** Shops that sell them. */
export const VENDORS = [
  'Warenhaus 24',
  'Gift Depot',
  'Marché Bleu',
  'Tokyo Select',
  'The Present Shop',
  'Bergmann Versand',
];

/** Colours and finishes. */
export const COLORS = ['red', 'forest green', 'navy', 'sand', 'black', 'white', 'copper', 'natural oak', 'mustard'];
