/** Occasions that the demo's callers write about. */
export const OCCASIONS = [
  'birthday',
  'christmas',
  'wedding',
  'anniversary',
  'graduation',
  'housewarming',
  'retirement',
];

/** Relations of the receiver to the giver. */
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

/** Interests of receivers. */
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
