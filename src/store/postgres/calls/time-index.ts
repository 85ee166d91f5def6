/** True if the log has an index by time; without one, as in databases of other programs, a question by time alone reads it whole. */
export const HAS_TIME_INDEX = `EXISTS (
  SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
  WHERE i.indrelid = to_regclass('user_api_call_log') AND i.indpred IS NULL AND i.indisvalid AND a.attname = 'date_time')`;
