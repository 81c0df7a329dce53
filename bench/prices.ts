// What Microsoft asks, in one place. List prices in US dollars, without tax, for a region of the United States, as that
// is what Microsoft's documentation calculates with. Other regions differ: look up yours at azure.microsoft.com/pricing
// before you rely on a figure.

/** A price with where it was found and the date that stands on that page, if any does. */
export interface Price {
  readonly dollars: number;
  readonly per: string;
  readonly source: string;
  readonly asOf: string;
}

const bill = {
  source: 'learn.microsoft.com/azure/cosmos-db/understand-your-bill',
  asOf: '2022-03-31',
} as const;

export const prices = {
  millionRequestUnits: { dollars: 0.25, per: '1,000,000 RU, serverless', ...bill },
  hundredRequestUnitsASecond: { dollars: 0.008, per: '100 RU/s and hour, provisioned', ...bill },
  gigabyteMonth: { dollars: 0.25, per: 'GB and month, data and index', ...bill },
  tenThousandKeyOperations: {
    dollars: 0.03,
    // What this page says of the standard tier; that it is the price of RSA keys of 2048 bits alone, and that longer ones
    // cost more, is not said there, and no page of Microsoft's that says it could be found to quote.
    per: '10,000 operations of Key Vault, standard tier, RSA 2048',
    source: 'learn.microsoft.com/answers/questions/5608202',
    asOf: 'undated',
  },
} as const satisfies Record<string, Price>;

/**
 * By how much a replacement is dearer than a new document of the same size. Microsoft's table says "write" of both; this
 * is what one user measured on a real account at 2 KB: 6.29 RU to create, 10.29 to update.
 */
export const dearerReplaces = {
  times: 10.29 / 6.29,
  source: 'github.com/OrleansContrib/Orleans.CosmosDB/issues/35',
  asOf: '2019-05-03',
} as const;

/** Hours of a month, as Azure counts them. */
export const HOURS_A_MONTH = 730;
