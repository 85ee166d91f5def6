/** Sizes of terminals that every screen is looked at in, columns and rows. */
export const terminalSizes = [
  [200, 60],
  [160, 45],
  [120, 36],
  [120, 30],
  [80, 24],
  [60, 16],
  [40, 12],
] as const;
