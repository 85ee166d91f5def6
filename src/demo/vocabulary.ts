/** What the demo's callers write about. */
export const OCCASIONS = [
  'birthday',
  'christmas',
  'wedding',
  'anniversary',
  'graduation',
  'housewarming',
  'retirement',
];

/** How the giver stands to the receiver. */
export const RELATIONS = [
  'mother',
  'father',
  'partner',
  'sister',
  'brother',
  'friend',
  'colleague',
  'grandparent',
  'child',
];

/** What a receiver likes. */
export const INTERESTS = [
  'cooking',
  'gardening',
  'hiking',
  'jazz',
  'photography',
  'board games',
  'science fiction',
  'pottery',
  'cycling',
  'chess',
  'tea',
  'astronomy',
];
