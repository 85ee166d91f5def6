import { auditColumns } from '../../columns/audit.ts';
import { wholeNumber } from '../arguments.ts';
import type { Context } from '../context.ts';
import { narrateZone, printListing } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

interface AuditOptions {
  readonly limit: number;
}

/** Adds the command that shows what administrators did. */
export function addAuditCommand(program: CliCommand, run: Runner): void {
  program
    .command('audit')
    .helpGroup('Upkeep')
    .summary('list what administrators did')
    .description('Shows what administrators did, the newest first. API keys are never in it.')
    .option('--limit <n>', 'how many entries', wholeNumber(1, 100_000), 50)
    .example('presents audit --limit 1000 --csv > audit.csv', 'for the record')
    .action(run(listAudit, ['csv', 'jsonl']));
}

async function listAudit(context: Context, { limit }: AuditOptions): Promise<void> {
  const rows = await context.withStore((store) => store.audit.list({ limit }));
  printListing(context, { columns: auditColumns, rows, whenEmpty: 'Nothing was done yet.' });
  if (rows.length > 0) narrateZone(context);
}
