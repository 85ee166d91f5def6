import { auditColumns } from '../../columns/audit.ts';
import type { AuditFilter } from '../../model/audit.ts';
import { filled, hoursBack, wholeNumber } from '../arguments.ts';
import type { Context } from '../context.ts';
import { narrateZone, printListing } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

const HOUR_MS = 3_600_000;

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
    .option('--limit <n>', 'how many entries', wholeNumber(1, 100_000), 50)
    .example('presents audit --target acme-shop', 'who created, deactivated or changed a user')
    .example("presents audit --action 'user deactivate' --hours 168", 'everybody deactivated in a week')
    .example('presents audit --limit 1000 --csv > audit.csv', 'for the record')
    .action(run<AuditOptions>(listAudit, ['csv', 'jsonl']));
}

async function listAudit(context: Context, options: AuditOptions): Promise<void> {
  const filter = filterOf(context, options);
  const rows = await context.withStore((store) => store.audit.list({ ...filter, limit: options.limit }));
  const whenEmpty = Object.keys(filter).length === 0 ? 'Nothing was done yet.' : 'Nothing of the kind was done.';
  printListing(context, { columns: auditColumns, rows, whenEmpty });
  if (rows.length > 0) narrateZone(context);
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
