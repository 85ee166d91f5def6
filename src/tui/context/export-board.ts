import type { RowSource } from '../../export/row-source.ts';

type Sources = () => readonly RowSource[];

const none: Sources = () => [];

/** The rows of the shown screen that can be written to a file. */
export class ExportBoard {
  #sources: Sources = none;

  /** Sets the rows of a screen until the returned function is called. */
  put(sources: Sources): () => void {
    this.#sources = sources;
    return () => {
      // Another screen may have set its own in the meantime.
      if (this.#sources === sources) this.#sources = none;
    };
  }

  /** The rows at this moment, those of the selected list first. */
  current(): readonly RowSource[] {
    return this.#sources();
  }
}
