import { VaultFault } from '../application/faults.ts';

/** Why a vault did not do what was asked. Other programs and the runbook rely on these. */
export type VaultFaultCode =
  | 'vault-key-missing'
  | 'vault-key-exposed'
  | 'vault-key-invalid'
  | 'vault-wrap-altered'
  | 'vault-other-kind'
  | 'vault-failed';

const WORDS: Record<VaultFaultCode, { readonly message: string; readonly whatToDo: string }> = {
  'vault-key-missing': {
    message: 'The key that this was sealed with is not in the key file',
    whatToDo:
      'Stop the service, put the key file back from its backup, and start again. Without that file the records ' +
      'cannot be read, by anybody: keep its backup apart from the backup of the records.',
  },
  'vault-key-exposed': {
    message: 'The key file can be read or replaced by others on this machine',
    whatToDo:
      'Run chmod 600 on the key file, and chmod 700 on its folder, after you have asked who may have copied the keys.',
  },
  'vault-key-invalid': {
    message: 'The key file is not one that this service wrote',
    whatToDo: 'Name the right file in VAULT, or put the key file back from its backup. Do not edit or delete it.',
  },
  'vault-wrap-altered': {
    message: 'A wrapped key is not what it was when it was written, or belongs to another school',
    whatToDo: 'Keep a copy of the record store as it is, run verify, and compare with the last good backup.',
  },
  'vault-other-kind': {
    message: 'This was sealed by a vault of another kind than VAULT names',
    whatToDo:
      'Name the vault that these records were sealed with in VAULT. In this version there is no way from one kind of ' +
      'vault to the other.',
  },
  'vault-failed': {
    message: 'The key file could not be read or written',
    whatToDo: 'Let the account of the service own the key file and its folder, and see that its disk is not full.',
  },
};

/** A fault of the vault. `about` goes into its text, so it may be a path or a result code, never a key. */
export function vaultFault(code: VaultFaultCode, about?: string): VaultFault {
  const { message, whatToDo } = WORDS[code];
  return new VaultFault(about ? `${message} (${about})` : message, { code, whatToDo });
}

/** The fault that stands for what the file system threw; its text, which may say more, is left behind. */
export function toVaultFault(thrown: unknown, path?: string): VaultFault {
  if (thrown instanceof VaultFault) return thrown;
  return vaultFault('vault-failed', [path, systemCode(thrown)].filter((part) => part !== undefined).join('; '));
}

/** What the operating system calls an error, such as `ENOENT`. */
export function systemCode(thrown: unknown): string | undefined {
  return (thrown as NodeJS.ErrnoException | undefined)?.code;
}
