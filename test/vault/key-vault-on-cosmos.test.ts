import { createCosmosRecordStore } from '../../src/store/cosmos/record-store.ts';
import { describeVault } from '../contract/vault.ts';
import { startFakeCosmos } from '../support/fake-cosmos.ts';
import { keyVaultHere } from '../support/key-vault-here.ts';

describeVault('Azure Key Vault, with the keys in Cosmos DB,', async () => {
  const [here, other, cosmos] = await Promise.all([keyVaultHere(), keyVaultHere(), startFakeCosmos()]);
  const open = () =>
    createCosmosRecordStore({
      endpoint: cosmos.url,
      database: 'safeguarding',
      credential: { kind: 'key', key: cosmos.key },
    });
  const store = await open();
  const opened = [store];
  return {
    vault: here.open({ store }),
    async reopen() {
      const again = await open();
      opened.push(again);
      return here.open({ store: again });
    },
    openOther: async () => other.open(),
    async cleanUp() {
      await Promise.all(opened.map((each) => each.close()));
      await Promise.all([here.stop(), other.stop(), cosmos.stop()]);
    },
  };
});
