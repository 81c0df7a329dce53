import { openDatabase } from './open-database.ts';

/** A database that this process holds, so that no service can write to it meanwhile. */
export interface HeldDatabase {
  /**
   * Writes everything to a new file, as it stands now. It is not known to be on the disk then. Throws what SQLite throws;
   * what was written of the file is left.
   */
  copyTo(file: string): void;
  close(): void;
}

/** Opens a database that is there, to copy it. Throws a `StoreFault`, `store-in-use` while a service has it open. */
export function holdDatabase(path: string): HeldDatabase {
  const database = openDatabase(path);
  return {
    // It reads every row and writes each anew, where a copied file could be torn and would carry its damage along.
    copyTo: (file) => database.prepare('VACUUM INTO ?').run(file),
    close: () => database.close(),
  };
}
