import { Option } from 'commander';
import { invalidateMany } from '../../actions/bulk-invalidate.ts';
import { invalidate } from '../../actions/invalidate.ts';
import { productFields } from '../../columns/product-fields.ts';
import { productColumns } from '../../columns/products.ts';
import { PresentsError, UsageError } from '../../model/presents-error.ts';
import type { CachedProduct, ProductSort } from '../../model/product.ts';
import { type Place, readPages } from '../../questions/list-pages.ts';
import type { Store } from '../../store/store.ts';
import { formatCount } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import { presentsCommand } from '../../text/shell.ts';
import { countOrAll, filled } from '../arguments.ts';
import type { Context } from '../context.ts';
import { cellContext, narrate, narrateZone, printJson, printLines } from '../print/print.ts';
import { createRowWriter } from '../print/row-writer.ts';
import type { Runner } from '../runner.ts';
import { actOnMany } from './bulk.ts';
import type { CliCommand } from './cli-command.ts';

const pageRows = 1000;
const sorts: readonly ProductSort[] = ['classified', 'product', 'category', 'status'];
/** Statuses that every entry may have had. */
const STATUSES: readonly string[] = ['success', 'partial', 'failed'];
const group = 'Cached products';

interface ListOptions {
  readonly filter: string;
  readonly sort: ProductSort;
  readonly limit: number;
}

/** Adds the commands for the entries of the cache of classifications. */
export function addProductCommands(program: CliCommand, run: Runner): void {
  const product = program.command('product').description('Shows and invalidates cached classifications of products.');
  product
    .command('list')
    .helpGroup(group)
    .summary('list cached classifications')
    .description('Lists the entries of the cache of classifications, those that were classified last first.')
    .option('--filter <text>', 'only entries with this text in id, category, brand or status', '')
    .addOption(new Option('--sort <by>', 'the order').choices(sorts).default('classified'))
    .option('--limit <n>', 'how many entries, or “all”', countOrAll, 50)
    .example('presents product list --filter failed --limit all --csv > failed.csv', 'for a spreadsheet')
    .action(run<ListOptions>(list, ['csv', 'jsonl']));
  product
    .command('show')
    .helpGroup(group)
    .summary('show one cached classification')
    .description('Shows everything that is cached of a product.')
    .argument('<ID>', 'the product id')
    .example('presents product show P0078 --json', 'for a script')
    .action(run(show));
  product
    .command('invalidate')
    .changing()
    .helpGroup(group)
    .summary(invalidate.summary)
    .description(
      'Marks entries so that they are never answered again: the API classifies these products anew. Each of several is a change of its own: a failure leaves those before it done.',
    )
    .argument('<ID...>', 'the product ids')
    .example('presents product invalidate P0078', '`presents product restore` undoes it')
    .action(run((context: Context, _options: object, command) => invalidateEntries(context, command.args)));
  product
    .command('restore')
    .changing()
    .helpGroup(group)
    .summary('give an invalidated entry its status back')
    .description('Gives an entry that was invalidated its former status back, so that it is answered again.')
    .argument('<ID>', 'the product id')
    .requiredOption('--status <status>', 'the status it had: success, partial or failed')
    .example('presents product restore P0078 --status success', 'undo an invalidation')
    .action(run<{ readonly status: string }>((context, { status }, command) => restore(context, command.args, status)));
}

async function list(context: Context, { filter, sort, limit }: ListOptions): Promise<void> {
  const whenEmpty = filter === '' ? 'Nothing is cached yet.' : 'No entry has this text.';
  const writer = createRowWriter<CachedProduct>(context, {
    columns: productColumns,
    document: (row) => row,
    whenEmpty,
  });
  const descending = sort === 'classified';
  await context.withStore(async (store) => {
    const ask = (place: Place) => store.products.list({ ...place, filter, sort, descending });
    let [count, found] = [0, 0];
    for await (const { rows, total } of readPages(ask, { limit, pageRows })) {
      await writer.write(rows);
      [count, found] = [count + rows.length, total];
    }
    await writer.end();
    if (context.format !== 'text' || count === 0) return;
    if (count < found)
      narrate(
        context,
        `${formatCount(count)} of ${formatCount(found)} entries; --limit all prints every one.`,
        'muted',
      );
    narrateZone(context);
  });
}

async function show(context: Context, _options: object, command: { readonly args: readonly string[] }): Promise<void> {
  const id = filled(command.args[0] ?? '', 'A product id');
  const product = await context.withStore((store) => find(store, id));
  if (context.format === 'json') return printJson(context, product);
  const { paintOut } = context;
  const fields = productFields(product, cellContext(context));
  const width = Math.max(...fields.map(([name]) => name.length));
  printLines(context, [
    `${paintOut(printable(product.productId), 'strong')}  ${printable(product.classificationStatus)}`,
    ...fields.map(
      ([name, value, more]) =>
        `${paintOut(name.padEnd(width), 'muted')}  ${value.trim()}${more === '' ? '' : paintOut(`  ${more}`, 'muted')}`,
    ),
  ]);
}

async function invalidateEntries(context: Context, args: readonly string[]): Promise<void> {
  const ids = new Set(args.map((id) => filled(id, 'A product id')));
  await context.withStore(async (store) => {
    const subjects = await Promise.all([...ids].map((id) => find(store, id)));
    const [first] = subjects;
    if (subjects.length === 1 && first) return invalidateOne(context, store, first);
    await actOnMany(
      context,
      store,
      { bulk: invalidateMany, subjects },
      {
        document: (product, changed) => ({ productId: product.productId, changed: changed !== undefined }),
        undoCommand: () => undefined,
      },
    );
  });
}

async function invalidateOne(context: Context, store: Store, product: CachedProduct): Promise<void> {
  const { productId } = product;
  const refusal = invalidate.unavailable(product);
  const result = refusal === undefined ? await invalidate.run(store, productId) : undefined;
  if (context.format === 'json') printJson(context, { productId, changed: result !== undefined, ...result });
  if (result === undefined) return narrate(context, refusal ?? '', 'warn');
  narrate(context, invalidate.report(result).text);
  const options = [...context.databaseWords, '--status', result.previousStatus];
  const undo = presentsCommand(options, invalidate.undoneBy ?? '', [productId]);
  if (undo !== undefined) narrate(context, `Undo: ${undo}`, 'muted');
}

async function restore(context: Context, [named = '']: readonly string[], status: string): Promise<void> {
  const id = filled(named, 'A product id');
  await context.withStore(async (store) => {
    const { productId, classificationStatus } = await find(store, id);
    if (!STATUSES.includes(status) && !(await hadStatus(store, productId, status))) {
      throw new UsageError(`${printable(productId)} never had the status “${printable(status)}”.`, {
        nextStep: `Give one of ${STATUSES.join(', ')}, or the one that the audit log tells.`,
      });
    }
    await store.products.restore(productId, status);
    if (context.format === 'json') printJson(context, { productId, previousStatus: classificationStatus, status });
    const is = classificationStatus === status ? 'already; nothing was changed' : 'again';
    narrate(context, `${printable(productId)} is ${printable(status)} ${is}.`);
  });
}

/** Tells whether an invalidation took this status from an entry: one of another program, say. */
async function hadStatus(store: Store, target: string, status: string): Promise<boolean> {
  const entries = await store.audit.list({ target, action: 'product invalidate', limit: pageRows });
  return entries.some(({ detail }) => Object(detail).previousStatus === status);
}

async function find(store: Store, id: string): Promise<CachedProduct> {
  const product = await store.products.findAny(id);
  if (product) return product;
  throw new PresentsError(`There is no product “${printable(id)}” in the cache.`, {
    code: 'not_found',
    nextStep: 'List the entries to find the id.',
    command: 'product list',
  });
}
