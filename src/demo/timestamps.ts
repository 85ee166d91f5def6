const MINUTE_SECONDS = 60;
const SECONDS = Array.from({ length: MINUTE_SECONDS }, (_, second) => String(second).padStart(2, '0'));

/** Writes times (seconds since 1970) as the database holds them; quick where many lie in the same minute. */
export function timestampWriter(): (epochSeconds: number) => string {
  let minute = Number.NaN;
  let prefix = '';
  return (epochSeconds) => {
    const itsMinute = Math.floor(epochSeconds / MINUTE_SECONDS);
    if (itsMinute !== minute) {
      minute = itsMinute;
      prefix = new Date(itsMinute * MINUTE_SECONDS * 1000).toISOString().slice(0, 17).replace('T', ' ');
    }
    return prefix + SECONDS[Math.floor(epochSeconds) - itsMinute * MINUTE_SECONDS];
  };
}
