import { auditColumns } from '../../columns/audit.ts';
import type { AuditEntry, AuditFilter, AuditPage } from '../../model/audit.ts';
import { type Place, readPages } from '../../questions/list-pages.ts';
import type { Store } from '../../store/store.ts';
import { formatCount } from '../../text/format.ts';
import { countOrAll, filled, hoursBack } from '../arguments.ts';
import type { Context } from '../context.ts';
import { narrate, narrateZone, printListing } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

const HOUR_MS = 3_600_000;
const PAGE_ROWS = 1000;

interface AuditOptions {
  readonly limit: number;
  readonly target?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly hours?: number;
}

/** Adds the command that shows what administrators did. */
export function addAuditCommand(program: CliCommand, run: Runner): void {
  program
    .command('audit')
    .helpGroup('Upkeep')
    .summary('list what administrators did')
    .description('Shows what administrators did, the newest first. API keys are never in it.')
    .option('--target <name>', 'only what was done to this user or product; #15 is the user with the id 15')
    .option('--actor <name>', 'only what this person did: alice, or alice@host')
    .option('--action <name>', 'only this action, or these: user deactivate, user')
    .option('--hours <n>', 'only what was done in the last n hours', hoursBack)
    .option('--limit <n>', 'how many entries, or “all”', countOrAll, 50)
    .example('presents audit --target acme-shop', 'who created, deactivated or changed a user')
    .example("presents audit --action 'user deactivate' --hours 168", 'everybody deactivated in a week')
    .example('presents audit --limit all --csv > audit.csv', 'for the record')
    .action(run<AuditOptions>(listAudit, ['csv', 'jsonl']));
}

async function listAudit(context: Context, options: AuditOptions): Promise<void> {
  const filter = filterOf(context, options);
  const { rows, total } = await context.withStore((store) => read(store, filter, options.limit));
  const whenEmpty = Object.keys(filter).length === 0 ? 'Nothing was done yet.' : 'Nothing of the kind was done.';
  printListing(context, { columns: auditColumns, rows, whenEmpty });
  if (context.format === 'text' && rows.length < total) {
    const counts = `${formatCount(rows.length)} of ${formatCount(total)} actions`;
    narrate(context, `${counts}; --limit all prints every one.`, 'muted');
  }
  if (rows.length > 0) narrateZone(context);
}

async function read(store: Store, filter: AuditFilter, limit: number): Promise<Pick<AuditPage, 'rows' | 'total'>> {
  const ask = (place: Place) => store.audit.page({ ...place, ...filter, filter: '', sort: 'time', descending: true });
  const rows: AuditEntry[] = [];
  let total = 0;
  for await (const part of readPages(ask, { limit, pageRows: PAGE_ROWS })) {
    rows.push(...part.rows);
    total = part.total;
  }
  return { rows, total };
}

function filterOf({ io }: Context, { target, actor, action, hours }: AuditOptions): AuditFilter {
  return {
    ...(target !== undefined && aboutTarget(filled(target, '--target'))),
    ...(actor !== undefined && { actor: filled(actor, '--actor') }),
    ...(action !== undefined && { action: filled(action, '--action') }),
    ...(hours !== undefined && { window: { from: new Date(io.now().getTime() - hours * HOUR_MS), to: null } }),
  };
}

/** An id beyond 2^53 is text, as in what was recorded. */
function aboutTarget(target: string): AuditFilter {
  const [, id] = /^#(-?\d+)$/u.exec(target) ?? [];
  if (id === undefined) return { target };
  return { userId: Number.isSafeInteger(Number(id)) ? Number(id) : id };
}
