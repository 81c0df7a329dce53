import { VaultFault } from '../application/faults.ts';

/** Why the vault on Azure Key Vault did not do what was asked. Other programs and the runbook rely on these. */
export type KeyVaultFaultCode =
  | 'vault-away'
  | 'vault-throttled'
  | 'vault-no-identity'
  | 'vault-forbidden'
  | 'vault-key-disabled'
  | 'vault-key-not-found'
  | 'vault-key-unfit'
  | 'vault-key-missing'
  | 'vault-keys-altered'
  | 'vault-keys-of-other-key'
  | 'vault-keys-put-back'
  | 'vault-keys-unread';

const WORDS: Record<KeyVaultFaultCode, { readonly message: string; readonly whatToDo: string }> = {
  'vault-away': {
    message: 'Azure Key Vault did not answer',
    whatToDo:
      'See whether Azure reports an outage, and that this machine reaches the address in VAULT. A service that runs ' +
      'goes on for a day without it; do not restart one, as it cannot start before Key Vault answers.',
  },
  'vault-throttled': {
    message: 'Azure Key Vault asks for fewer calls',
    whatToDo:
      'Look for what else uses this Key Vault, and give the service one of its own: it makes a few calls an hour for ' +
      'each school. It tries again by itself.',
  },
  'vault-no-identity': {
    message: 'The service could not show Microsoft Entra who it is',
    whatToDo:
      'Give the service a managed identity; where it has several, put the client id of the right one in AZURE_CLIENT_ID.',
  },
  'vault-forbidden': {
    message: 'Azure Key Vault does not let the service use the key',
    whatToDo:
      'Give the identity of the service the role "Key Vault Crypto Service Encryption User" on the key, and let its ' +
      'network through the firewall of the Key Vault. A new role can take ten minutes to hold.',
  },
  'vault-key-disabled': {
    message: 'The version of the key in Azure Key Vault that is needed is disabled or outside its dates',
    whatToDo:
      'Enable that version again. It can be disabled once every school of every service that uses the key was moved ' +
      'to a newer version, which takes up to an hour of running.',
  },
  'vault-key-not-found': {
    message: 'The key is not in Azure Key Vault, or was deleted',
    whatToDo:
      'Correct VAULT, or recover the deleted key (az keyvault key recover) before its retention ends. Do not make a ' +
      'new key of the same name: without the old one the records cannot be read, by anybody.',
  },
  'vault-key-unfit': {
    message: 'Azure Key Vault did not do with the key what was asked',
    whatToDo: 'Make a key of the type RSA, of 2048 bits or more, that may wrap and unwrap, and name it in VAULT.',
  },
  'vault-key-missing': {
    message: 'The school keys that this was sealed with are not in the record store',
    whatToDo:
      'Stop the service and restore the record "school-keys" of the school from the last good backup of the records. ' +
      'Without it they cannot be read, by anybody.',
  },
  'vault-keys-altered': {
    message: 'The record of the school keys is not what it was when it was written, or belongs to another school',
    whatToDo:
      'Keep a copy of the record store as it is, and restore the record "school-keys" of the school from the last ' +
      'good backup. Without it the records cannot be read, by anybody.',
  },
  'vault-keys-of-other-key': {
    message: 'The school keys were wrapped by a key of Azure Key Vault that VAULT does not name',
    whatToDo: 'Name the key in VAULT that these records were written with.',
  },
  'vault-keys-put-back': {
    message:
      'The record of the school keys was gone from the record store, and was put back by a process that had them',
    whatToDo: 'Find out who took it away: had no process been running, the records could not be read any more.',
  },
  'vault-keys-unread': {
    message: 'The school keys could not be read from the record store, or written to it',
    whatToDo: 'See to the record store first; what it says of itself is in the code.',
  },
};

/** A fault of Key Vault. `about` goes into its text, so it may be an address or a code, never a key. */
export function keyVaultFault(code: KeyVaultFaultCode, about?: string): VaultFault {
  const { message, whatToDo } = WORDS[code];
  return new VaultFault(about === undefined ? message : `${message} (${about})`, { code, whatToDo });
}
