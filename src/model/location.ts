/** A database that is a file; the path is absolute wherever a person named it. */
export interface FileLocation {
  readonly kind: 'file';
  readonly path: string;
}

/** One of the servers that hold the same database: a host's name or address, or the folder of a Unix socket. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  /** IP address to connect to, where the host's name is not to be looked up. */
  readonly ipAddress?: string;
}

/** Protection of a connection: none, encryption alone, or a certificate of the server, which may have to name the host. */
export type TlsMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

/** A version of TLS. */
export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** Encryption of connections; files are named by absolute paths. */
export interface TlsSettings {
  /** Unless given, `disable` on this machine and `verify-full` elsewhere. */
  readonly mode?: TlsMode;
  /** File with the certificates that are trusted; the system's unless given. */
  readonly rootCertificates?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly keyPassword?: string;
  readonly revocationList?: string;
  readonly oldestVersion?: TlsVersion;
  readonly newestVersion?: TlsVersion;
  /** Encrypts from the first byte, without asking the server. */
  readonly isDirect?: boolean;
  /** Refuses a server that does not bind the password's proof to the encrypted connection. */
  readonly bindsChannel?: boolean;
}

/** Servers that questions go to; actions always go to one that is writable. */
export type ServerChoice = 'any' | 'read-write' | 'read-only' | 'primary' | 'standby' | 'prefer-standby';

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
  /** File that the password is looked up in for each connection, as libpq's `.pgpass`. */
  readonly passwordFile?: string;
  readonly tls?: TlsSettings;
  /** Any server unless given. */
  readonly choice?: ServerChoice;
  readonly applicationName?: string;
  /** Settings of the session that the server is asked for, as libpq's `options`. */
  readonly sessionOptions?: string;
  /** Time that a server may take to answer a connection, in milliseconds. */
  readonly connectTimeoutMs?: number;
}

/** Location of a database. */
export type Location = FileLocation | ServerLocation;
