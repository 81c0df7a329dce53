import { setTimeout as pause } from 'node:timers/promises';
import { CryptographyClient, KeyClient, type KeyClientOptions } from '@azure/keyvault-keys';
import { z } from 'zod';
import { VaultFault } from '../application/faults.ts';
import { type KeyVaultFaultCode, keyVaultFault } from './key-vault-faults.ts';

/** One key of Azure Key Vault, of which there may be several versions. Rejects with a `VaultFault`. */
export interface KeyVaultKey {
  /** The version that is to wrap now. */
  current(): Promise<string>;
  wrap(version: string, bytes: Uint8Array): Promise<Uint8Array>;
  unwrap(version: string, wrapped: Uint8Array): Promise<Uint8Array>;
}

export interface KeyVaultKeyOptions {
  /** The key without its version, such as `https://oakfield.vault.azure.net/keys/records`. */
  readonly keyUrl: string;
  /**
   * True where that is an emulator or a test on this machine, which cannot answer by the name of Key Vault. Of any other
   * it is seen that it asks for a token for itself, before it gets one.
   */
  readonly isOnThisMachine?: boolean | undefined;
  /** Who the service is. */
  readonly credential: ConstructorParameters<typeof KeyClient>[1];
  /** After this many milliseconds a call rejects with `vault-away`. 5,000 if not given. */
  readonly answerWithinMs?: number | undefined;
}

/** RSA with OAEP and SHA-256: what Key Vault has for RSA keys of every kind. */
const ALGORITHM = 'RSA-OAEP-256';

/** A call that had no answer is made once more after this: a connection may have been closed while it was idle. */
const RETRY_MS = 200;

/** What Key Vault says of an error, as far as it is used. */
const refusal = z.object({ statusCode: z.int(), message: z.string() });

/** Speaks to Key Vault; makes no call before it is asked. */
export function createKeyVaultKey({
  keyUrl,
  isOnThisMachine,
  credential,
  answerWithinMs,
}: KeyVaultKeyOptions): KeyVaultKey {
  const { origin: vaultUrl, pathname } = new URL(keyUrl);
  const name = pathname.split('/')[2] ?? '';
  const options: KeyClientOptions = {
    // The library would wait for as long as Key Vault asks; whoever reports a concern does not wait for that.
    retryOptions: { maxRetries: 0 },
    disableChallengeResourceVerification: isOnThisMachine === true,
  };
  const keys = new KeyClient(vaultUrl, credential, { ...options });
  const clients = new Map<string, CryptographyClient>();

  /**
   * Of a key that is described only by its name: then the library does not fetch it first, nor judge its dates by this
   * machine's clock. Key Vault lets an expired key unwrap, which the library would not.
   */
  function clientOf(version: string): CryptographyClient {
    const known = clients.get(version);
    if (known !== undefined) return known;
    const key = { id: `${keyUrl}/${version}`, name, properties: { name, vaultUrl, version } };
    const client = new CryptographyClient(key, credential, { ...options });
    clients.set(version, client);
    return client;
  }

  const call = <T>(make: (abortSignal: AbortSignal) => Promise<T>, unfit: KeyVaultFaultCode = 'vault-key-unfit') =>
    callWithin(answerWithinMs ?? 5_000, make, unfit);

  return {
    current: () =>
      call(async (abortSignal) => {
        const { properties } = await keys.getKey(name, { abortSignal });
        if (properties.enabled === false) throw keyVaultFault('vault-key-disabled', 'the newest version');
        if (properties.version === undefined) throw keyVaultFault('vault-key-unfit');
        return properties.version;
      }),
    wrap: (version, bytes) =>
      call(async (abortSignal) => (await clientOf(version).wrapKey(ALGORITHM, bytes, { abortSignal })).result),
    unwrap: (version, wrapped) =>
      call(
        async (abortSignal) => (await clientOf(version).unwrapKey(ALGORITHM, wrapped, { abortSignal })).result,
        'vault-keys-altered',
      ),
  };
}

/**
 * Ends in time also where the library, or whoever gives it a token, does not heed the signal. `unfit` is what it means
 * that Key Vault understands the call and cannot do it with what it was given.
 */
async function callWithin<T>(
  milliseconds: number,
  make: (abortSignal: AbortSignal) => Promise<T>,
  unfit: KeyVaultFaultCode,
): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(keyVaultFault('vault-away', `no answer in ${milliseconds} ms`)), milliseconds);
  });
  const attempt = () =>
    make(stop.signal).catch((thrown: unknown) => {
      throw toKeyVaultFault(thrown, unfit);
    });
  try {
    return await Promise.race([attempt().catch((fault) => onceMore(fault, attempt)), late]);
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

async function onceMore<T>(fault: VaultFault, attempt: () => Promise<T>): Promise<T> {
  if (fault.code !== 'vault-away') throw fault;
  await pause(RETRY_MS);
  return await attempt();
}

/** The fault for what the library threw. What that holds, which may be a request with its token, is left behind. */
function toKeyVaultFault(thrown: unknown, unfit: KeyVaultFaultCode): VaultFault {
  if (thrown instanceof VaultFault) return thrown;
  if (thrown instanceof Error && IDENTITY_ERRORS.includes(thrown.name)) return keyVaultFault('vault-no-identity');
  const said = refusal.safeParse(thrown);
  if (!said.success) return keyVaultFault('vault-away');
  const { statusCode, message } = said.data;
  const about = String(statusCode);
  if (statusCode === 401) return keyVaultFault('vault-forbidden', about);
  if (statusCode === 403) return keyVaultFault(isOfVersion(message) ? 'vault-key-disabled' : 'vault-forbidden', about);
  if (statusCode === 404 || statusCode === 409) return keyVaultFault('vault-key-not-found', about);
  if (statusCode === 429) return keyVaultFault('vault-throttled', about);
  // Anything else may be of what stands before it, such as a proxy, and says nothing of the keys.
  return keyVaultFault(statusCode === 400 ? unfit : 'vault-away', about);
}

/** The library does not hand on the code that tells these from a missing right, only the sentence. */
function isOfVersion(message: string): boolean {
  return /disabled key|validity period|not yet valid|expired/i.test(message);
}

/** As @azure/identity names its errors. */
const IDENTITY_ERRORS = [
  'CredentialUnavailableError',
  'AuthenticationError',
  'AuthenticationRequiredError',
  'AggregateAuthenticationError',
];
