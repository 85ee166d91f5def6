/** A database that is a file; the path is absolute wherever a person named it. */
export interface FileLocation {
  readonly kind: 'file';
  readonly path: string;
}

/** Location of a database. An engine for servers adds a kind. */
export type Location = FileLocation;
