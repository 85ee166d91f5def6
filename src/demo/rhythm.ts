/** Pattern of a user's traffic over day and week: a shop's customers, an office, or a machine. */
export type Rhythm = 'shop' | 'office' | 'robot';

// Share of the busiest hour, from midnight on, in the user's own time.
const DAY: Readonly<Record<Rhythm, readonly number[]>> = {
  shop: [
    0.1, 0.06, 0.04, 0.03, 0.03, 0.05, 0.12, 0.25, 0.42, 0.58, 0.72, 0.82, 0.88, 0.84, 0.8, 0.82, 0.87, 0.92, 0.97, 1,
    0.92, 0.66, 0.38, 0.2,
  ],
  office: [
    0.02, 0.01, 0.01, 0.01, 0.01, 0.02, 0.06, 0.25, 0.7, 0.95, 1, 0.96, 0.62, 0.82, 0.97, 0.94, 0.8, 0.5, 0.22, 0.12,
    0.08, 0.06, 0.04, 0.03,
  ],
  robot: [
    0.8, 0.8, 1, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9,
    0.8,
  ],
};

// From Sunday on.
const WEEK: Readonly<Record<Rhythm, readonly number[]>> = {
  shop: [0.6, 0.95, 0.9, 0.93, 1, 1.05, 0.76],
  office: [0.1, 1, 1.05, 1.05, 1, 0.85, 0.14],
  robot: [1, 1, 1, 1, 1, 1, 1],
};

const HOUR_SECONDS = 3600;
const DAY_HOURS = 24;

/** Activity of a user of this rhythm in an hour, counted since 1970; 1 is the busiest hour of an ordinary day. */
export function activity(rhythm: Rhythm, utcOffsetHours: number, epochHour: number): number {
  const localHour = epochHour + utcOffsetHours;
  // 1970-01-01 was a Thursday.
  const weekday = (Math.floor(localHour / DAY_HOURS) + 4) % 7;
  return (DAY[rhythm][localHour % DAY_HOURS] ?? 0) * (WEEK[rhythm][weekday] ?? 0);
}

/** The hour in which a time lies, counted since 1970. */
export function epochHourOf(epochSeconds: number): number {
  return Math.floor(epochSeconds / HOUR_SECONDS);
}
