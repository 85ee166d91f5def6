/** A database that is a file; the path is absolute wherever a person named it. */
export interface FileLocation {
  readonly kind: 'file';
  readonly path: string;
}

/** One of the servers that hold the same database: a host's name or address, or the folder of a Unix socket. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/** A database on PostgreSQL servers, with everything that a connection needs. It can be sent to a thread, and holds a password: never print it whole. */
export interface ServerLocation {
  readonly kind: 'server';
  /** The only text of it that may be shown, logged or printed: `postgresql://user@host:5432/database`. */
  readonly label: string;
  /** Text that names it in a command, without a password. */
  readonly name: string;
  /** Servers in the order in which they are tried. */
  readonly servers: readonly ServerAddress[];
  readonly user: string;
  readonly database: string;
  readonly password?: string;
}

/** Location of a database. */
export type Location = FileLocation | ServerLocation;
