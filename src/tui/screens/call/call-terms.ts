import type { JsonTest, PathStep, Term } from '../../../filter/query.ts';
import type { StoredCall } from '../../../model/call.ts';
import { termsOfCall } from '../../context/use-filter.ts';
import { REST } from './payload-rows.ts';
import type { PayloadTree } from './payload-tree.ts';
import { type SelectedValue, selectedValue } from './selected-value.ts';

/** The conditions that a call stands for, that of the selected value first; one that is hidden is none. */
export function callTerms(
  call: StoredCall,
  payload: PayloadTree,
  { node, isRevealed }: { readonly node: number; readonly isRevealed: boolean },
): readonly Term[] {
  const isShown = node < REST && (isRevealed || !payload.hidden.isHidden(node));
  const value = isShown ? valueTerm(selectedValue(payload, node)) : undefined;
  return value === undefined ? termsOfCall(call) : [value, ...termsOfCall(call)];
}

// A list is looked through as a whole: which place a value has in it is seldom what is meant.
function valueTerm({ payload, path, value }: SelectedValue): Term | undefined {
  if (value === undefined) return undefined;
  const steps = path.map((step): PathStep => ('key' in step ? step : { any: true }));
  return { kind: 'payload', payload, path: steps, values: [testOf(value)] };
}

function testOf({ kind, text }: NonNullable<SelectedValue['value']>): JsonTest {
  if (kind === 'string') return { is: 'text', text };
  if (kind === 'number') return { is: 'number', number: Number(text), text };
  return { is: 'literal', literal: text === 'null' ? null : text === 'true' };
}
