import renderNodeToOutput from 'ink/build/render-node-to-output.js';
import renderAsInk from 'ink/build/renderer.js';
import { KeptRows } from './kept-rows.ts';
import { RowOutput } from './row-output.ts';

/** Ink's root, one for each Ink, which owns what is kept for it. */
type Root = Parameters<typeof renderAsInk>[0] & { [keptRows]?: KeptRows };

const keptRows = Symbol('kept rows');

/** Renderer of Ink's tree, in place of Ink's own: an ordinary frame is made of kept rows. */
const render: typeof renderAsInk = (root: Root, isScreenReaderEnabled) => {
  const { yogaNode, staticNode } = root;
  if (isScreenReaderEnabled || staticNode || !yogaNode) return renderAsInk(root, isScreenReaderEnabled);
  root[keptRows] ??= new KeptRows();
  const size = { width: yogaNode.getComputedWidth(), height: yogaNode.getComputedHeight() };
  const frame = new RowOutput(root[keptRows], size);
  renderNodeToOutput(root, frame, { skipStaticElements: true });
  const { output, height: outputHeight } = frame.get();
  return { output, outputHeight, staticOutput: '' };
};

export default render;
