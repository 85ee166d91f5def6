import { fileAt } from '../../src/store/location.ts';
import { openStore } from '../../src/store/open.ts';

// Acts on a database as fast as it can, one kind of action over and over, until it is killed. Says on stdout when it begins.

const [path = '', action = ''] = process.argv.slice(2);
const store = await openStore(fileAt(path));

const actions: Readonly<Record<string, (turn: number) => Promise<unknown>>> = {
  create: (turn) => store.users.create(`made-${process.pid}-${turn}`),
  deactivate: (turn) => (turn % 2 === 0 ? store.users.deactivate('client1') : store.users.reactivate('client1')),
  regenerate: () => store.users.regenerateKey('client1'),
  cleanup: () => store.apiLogs.cleanup({ days: 1 }),
};

const act = actions[action];
if (act === undefined) throw new Error(`no such action: ${action}`);
process.stdout.write('begun\n');
for (let turn = 0; ; turn += 1) await act(turn);
