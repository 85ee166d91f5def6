import { isOtherForm } from '../file/instants.ts';
import { IN_WINDOW, IS_ERROR } from './call-sql.ts';
import { STATISTIC_COLUMNS } from './log-position.ts';

/** The statements of a scan, which collects what fits a condition in a table. */
export function scanStatements(
  table: string,
  condition: string,
  { isOfUser, isOfErrors }: { readonly isOfUser: boolean; readonly isOfErrors: boolean },
) {
  const ofUser = isOfUser ? (isOfErrors ? '(user_id = @userId) IS true AND ' : 'user_id = @userId AND ') : '';
  const ofErrors = isOfErrors ? ` AND ${IS_ERROR}` : '';
  const range = `${ofUser}date_time >= @from AND date_time < @to${ofErrors}`;
  const collect = `INSERT OR IGNORE INTO ${table} SELECT ${STATISTIC_COLUMNS} FROM user_api_call_log WHERE`;
  const isNew = 'id > @after AND id <= @until';
  return {
    boundary: `SELECT date_time FROM user_api_call_log WHERE ${range} ORDER BY date_time DESC LIMIT 1 OFFSET @rows`,
    hasOtherForms: `SELECT 1 FROM user_api_call_log WHERE ${range} AND ${isOtherForm('date_time')} LIMIT 1`,
    // A plus keeps the planner off an index that is none of this look.
    older: {
      collect: `${collect} ${range} AND +id <= @base AND ${condition}`,
      hasOtherForms: `SELECT 1 FROM ${table} WHERE date_time >= @from AND date_time < @to AND ${isOtherForm('date_time')} LIMIT 1`,
    },
    new: {
      collect: `${collect} ${isNew} AND +date_time > ''${isOfUser ? ' AND (user_id = @userId) IS true' : ''} AND ${condition}`,
      hasOtherForms: `SELECT 1 FROM user_api_call_log WHERE ${isNew} AND ${isOtherForm('date_time')} LIMIT 1`,
    },
    count: `SELECT COUNT(*) FROM ${table} WHERE ${IN_WINDOW}`,
    forget: `DELETE FROM ${table} WHERE date_time < @from`,
  };
}
