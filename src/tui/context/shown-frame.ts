import type { PaintedFrame } from '../../export/frame.ts';

const nothing: PaintedFrame = { columns: 80, rows: 24, lines: [] };

/** Keeps the frame that the terminal shows. */
export class ShownFrame {
  #frame = nothing;

  /** Takes a frame for the one that is shown. */
  keep(frame: PaintedFrame): void {
    this.#frame = frame;
  }

  /** The frame that is shown. */
  current(): PaintedFrame {
    return this.#frame;
  }
}
