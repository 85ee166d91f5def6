import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../../helpers/console.tsx';

async function afterActions() {
  const console = await renderConsole({ theme: 'none' });
  for (const name of ['acme-shop', 'client1']) await console.store.users.deactivate(name);
  await console.store.users.reactivate('client1');
  await console.store.products.invalidate('P0078');
  await console.advance(1000);
  return {
    ...console,
    rows: () =>
      console.app
        .lines()
        .slice(3)
        .filter((line) => /deactivate|reactivate|invalidate/.test(line)),
  };
}

describe('The audit screen', () => {
  test('tells after two keys who deactivated the selected user', async () => {
    const { app } = await afterActions();
    await app.type('/acme-shop\r');
    await app.press('j', 'k', 'A');
    expect(app.screen()).toMatch(/Audit {3}acme-shop {3}1 action\b/);
    expect(app.screen()).toMatch(/❯ .* tester@here +user deactivate +acme-shop/);
    await app.press('escape');
    expect(app.screen()).toContain(' Users ');
  });

  test('lists what was done to everybody from any screen, the newest first, and filters it', async () => {
    const { app, rows } = await afterActions();
    await app.press('2', 'A');
    expect(app.screen()).toMatch(/Audit {3}4 actions/);
    expect(rows()[0]).toContain('P0078');
    await app.type('/react\r');
    expect(rows()).toHaveLength(1);
    await app.press('escape');
    expect(rows()).toHaveLength(4);
  });

  test('opens the user that an action was about, and says where there is none', async () => {
    const { app } = await afterActions();
    await app.press('2', 'A');
    await app.press('enter');
    expect(app.lines().at(-2)).toContain('This action was not about a user.');
    await app.press('j', 'enter');
    expect(app.lines()[2]).toMatch(/^ client1/);
  });

  test('says that nothing was done to a user of whom nothing is recorded', async () => {
    const { app } = await renderConsole({ theme: 'none' });
    await app.press('A');
    expect(app.screen()).toMatch(/Nothing was done to this user that is recorded\. Esc goes back\./);
  });
});

describe('Old calls', () => {
  test('are deleted from the list of calls after their typed number, as from the command', async () => {
    const { app, store } = await renderConsole({ theme: 'none' });
    await app.press('5', 'C');
    expect(app.screen()).toContain('Delete calls older than');
    await app.press('ctrl+u');
    await app.type('20\r');
    const { matching } = await store.apiLogs.countOlderThan(20);
    await app.type(`${matching}\r`);
    await expect
      .poll(() => app.lines().at(-2))
      .toMatch(/Deleted [\d,]+ of 6,000 calls\. This cannot be undone\. .*presents cleanup logs --days 20/);
    expect((await store.apiLogs.countOlderThan(20)).matching).toBe(0);
  });
});
