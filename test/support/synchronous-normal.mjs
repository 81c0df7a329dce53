// Loaded before the service: the database is then told to commit without waiting for the disk. It is the fault that the
// proof of fsync has to find.
import { DatabaseSync } from 'node:sqlite';

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (sql) {
  return exec.call(this, sql.replace('synchronous = FULL', 'synchronous = NORMAL'));
};
