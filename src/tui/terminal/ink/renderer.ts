import renderNodeToOutput from 'ink/build/render-node-to-output.js';
import renderAsInk from 'ink/build/renderer.js';
import { KeptRows } from './kept-rows.ts';
import { LateFrame } from './late-frame.ts';
import { RowOutput } from './row-output.ts';

/** Ink's root, one for each Ink, which owns what is kept for it. */
type Root = Parameters<typeof renderAsInk>[0] & { [keptRows]?: KeptRows };

const keptRows = Symbol('kept rows');

/** Renderer of Ink's tree, in place of Ink's own: an ordinary frame is made of kept rows, once it is drawn. */
const render: typeof renderAsInk = (root: Root, isScreenReaderEnabled) => {
  const { yogaNode, staticNode } = root;
  if (isScreenReaderEnabled || staticNode || !yogaNode) return renderAsInk(root, isScreenReaderEnabled);
  const frame = new LateFrame(() => compose(root));
  // Ink compares it with the last one, passes it on, or puts it behind another text, which composes it.
  return { output: frame as unknown as string, outputHeight: yogaNode.getComputedHeight(), staticOutput: '' };
};

function compose(root: Root): string {
  root[keptRows] ??= new KeptRows();
  const size = { width: root.yogaNode?.getComputedWidth() ?? 0, height: root.yogaNode?.getComputedHeight() ?? 0 };
  const frame = new RowOutput(root[keptRows], size);
  renderNodeToOutput(root, frame, { skipStaticElements: true });
  return frame.get().output;
}

export default render;
