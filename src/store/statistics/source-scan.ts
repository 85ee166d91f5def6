import { around, wholeIn } from '../answers/spans.ts';
import { BlockScan } from './block-scan.ts';
import type { RunSink } from './call-run.ts';
import { type FoundQuery, isHopeless, wantedOf } from './found-query.ts';
import type { IndexSources } from './index-sources.ts';
import { HOUR_SECONDS } from './seconds.ts';

/** Hands calls that fit to sinks: those in blocks and those that came since. */
export class SourceScan {
  readonly #sources: IndexSources;

  constructor(sources: IndexSources) {
    this.#sources = sources;
  }

  /** Hands over all calls that fit. */
  all(queries: readonly FoundQuery[], sink: RunSink): void {
    const { blocks } = this.#sources.content;
    for (const query of queries) {
      const scan = this.tail(query, sink);
      if (!isHopeless(query)) blocks.scan(blocks.in(query.span), scan);
    }
  }

  /** Hands over the calls that fit but for those in blocks of whole hours, which are added in another way. */
  byHours(queries: readonly FoundQuery[], sink: RunSink, addHours: (hours: FoundQuery) => void): void {
    const { blocks } = this.#sources.content;
    for (const query of queries) {
      const scan = this.tail(query, sink);
      if (isHopeless(query)) continue;
      const hours = wholeIn(query.span, HOUR_SECONDS);
      if (hours !== undefined) addHours({ ...query, span: hours });
      for (const edge of around(query.span, hours)) blocks.scan(blocks.in(edge), scan);
    }
  }

  /** Hands over the calls that came since, and returns the scan that does the same with those in blocks. */
  tail(query: FoundQuery, sink: RunSink): BlockScan {
    const { content, tail } = this.#sources;
    const { span } = query;
    const scan = new BlockScan(wantedOf(query, content.names), [sink]);
    for (const block of tail.blocks) if (block.until > span.from && block.start < span.until) scan.visit(block);
    return scan;
  }
}
