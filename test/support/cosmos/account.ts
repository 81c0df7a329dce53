import { readCharge, writeCharge } from './charges.ts';
import { type Container, type ContainerSettings, createContainer, sizeOf } from './container.ts';
import type { Json } from './evaluate.ts';
import { planQuery, runQuery } from './query.ts';
import { Refusal } from './refusal.ts';

/** A request as the service understands it. */
export interface Asked {
  readonly kind: RequestKind;
  readonly method: string;
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
  /** The partition key that it names, such as a school. */
  readonly partition?: unknown;
  /** The id of the document that it names. */
  readonly id?: string;
}

export type RequestKind =
  | 'account'
  | 'database'
  | 'container'
  | 'ranges'
  | 'plan'
  | 'query'
  | 'create'
  | 'upsert'
  | 'read'
  | 'replace'
  | 'remove';

/** What is answered, before anything goes wrong on the way. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly charge: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AccountOptions {
  readonly now: () => number;
  /** Physical partitions of each container. */
  readonly ranges: number;
  /** False for an identity that may use what is there and make nothing, as the data-plane roles are. */
  readonly mayCreate: () => boolean;
  /** Whether readers see only what they can prove to know of. */
  readonly isLagging: () => boolean;
  readonly writesInSeveralRegions: boolean;
  readonly removesLate: boolean;
}

/** Databases, containers and documents, and what each request does to them: the REST reference of learn.microsoft.com. */
export function createAccount({
  now,
  ranges,
  mayCreate,
  isLagging,
  writesInSeveralRegions,
  removesLate,
}: AccountOptions) {
  const databases = new Map<string, Map<string, Container>>();
  let made = 0;

  function containersOf(database: string): Map<string, Container> {
    const containers = databases.get(database);
    if (containers === undefined) throw new Refusal(404, 'Resource Not Found', 1003);
    return containers;
  }

  function containerOf(database: string, id: string): Container {
    const container = containersOf(database).get(id);
    if (container === undefined) throw new Refusal(404, 'Resource Not Found', 1003);
    return container;
  }

  function checkMayCreate(): void {
    if (!mayCreate()) {
      throw new Refusal(403, 'Request blocked by Auth: cannot be authorized by AAD token in data plane.', 5300);
    }
  }

  function ofAccount(): Answer {
    const regions = [{ name: 'UK South', databaseAccountEndpoint: 'http://fake.example/' }];
    return {
      status: 200,
      charge: 0,
      body: {
        id: 'fake',
        writableLocations: regions,
        readableLocations: regions,
        enableMultipleWriteLocations: writesInSeveralRegions,
        userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
      },
    };
  }

  function ofDatabases({ method, body }: Asked, id: string | undefined): Answer {
    if (method === 'GET') {
      containersOf(id ?? '');
      return { status: 200, charge: 1, body: { id } };
    }
    if (method === 'DELETE') {
      containersOf(id ?? '');
      databases.delete(id ?? '');
      return { status: 204, charge: 4.95 };
    }
    checkMayCreate();
    const settings = JSON.parse(body) as { id: string };
    if (databases.has(settings.id)) throw new Refusal(409, 'Resource with specified id or name already exists.');
    databases.set(settings.id, new Map());
    return { status: 201, charge: 4.95, body: settings };
  }

  function ofContainers({ method, body }: Asked, database: string, id: string | undefined): Answer {
    if (method === 'GET') return { status: 200, charge: 1, body: containerOf(database, id ?? '').settings };
    checkMayCreate();
    const containers = containersOf(database);
    const settings = JSON.parse(body) as ContainerSettings;
    if (containers.has(settings.id)) throw new Refusal(409, 'Resource with specified id or name already exists.');
    // Eight bytes, as a resource id of a container is.
    const rid = Buffer.from(`fake${String(++made).padStart(4, '0')}`).toString('base64');
    containers.set(settings.id, createContainer(settings, rid, now, removesLate));
    return { status: 201, charge: 4.95, body: settings };
  }

  function ofRanges(container: Container): Answer {
    const edges = Array.from({ length: ranges + 1 }, (_, at) =>
      at === 0
        ? ''
        : at === ranges
          ? 'FF'
          : Math.floor((255 * at) / ranges)
              .toString(16)
              .toUpperCase()
              .padStart(2, '0'),
    );
    const list = edges.slice(0, -1).map((minInclusive, at) => ({
      id: String(at),
      minInclusive,
      maxExclusive: edges[at + 1],
      _rid: `${container.rid}${at}`,
      status: 'online',
      parents: [],
    }));
    return { status: 200, charge: 0, body: { _rid: container.rid, PartitionKeyRanges: list, _count: list.length } };
  }

  function ofDocuments(asked: Asked, container: Container): Answer {
    const { kind, partition, id = '', headers } = asked;
    const known = isLagging() ? knownTo(headers['x-ms-session-token']) : container.writes();
    const ifMatch = headers['if-match'] === undefined ? undefined : String(headers['if-match']);
    const written = (status: number, document: Json): Answer => ({
      status,
      body: document,
      charge: writeCharge(sizeOf(document)),
      headers: { etag: String(document['_etag']) },
    });
    switch (kind) {
      case 'create':
        return written(201, container.create(partition, JSON.parse(asked.body)));
      case 'upsert': {
        const { document, isNew } = container.upsert(partition, JSON.parse(asked.body));
        return written(isNew ? 201 : 200, document);
      }
      case 'replace':
        return written(200, container.replace(partition, id, JSON.parse(asked.body), ifMatch));
      case 'remove':
        return { status: 204, charge: writeCharge(sizeOf(container.remove(partition, id, ifMatch))) };
      case 'read': {
        const document = container.read(partition, id, known);
        return { ...written(200, document), charge: readCharge(sizeOf(document)) };
      }
      case 'plan':
        return { status: 200, charge: 0, body: planQuery(container, JSON.parse(asked.body).query) };
      default:
        return ofQuery(asked, container, known);
    }
  }

  function ofQuery({ headers, body, partition }: Asked, container: Container, known: number): Answer {
    const { query, parameters = [] } = JSON.parse(body) as {
      query: string;
      parameters?: readonly { name: string; value: unknown }[];
    };
    const range = headers['x-ms-documentdb-partitionkeyrangeid'];
    const most = Number(headers['x-ms-max-item-count'] ?? 100);
    const page = runQuery(container, {
      query,
      parameters: new Map(parameters.map(({ name, value }) => [name, value])),
      partition: headers['x-ms-documentdb-partitionkey'] === undefined ? undefined : { key: partition },
      range: range === undefined ? undefined : Number(range),
      ranges,
      most: most > 0 ? most : 100,
      continuation: headers['x-ms-continuation'] === undefined ? undefined : String(headers['x-ms-continuation']),
      known,
    });
    return {
      status: 200,
      charge: page.charge,
      body: { _rid: container.rid, Documents: page.documents, _count: page.documents.length },
      headers: {
        'x-ms-item-count': String(page.documents.length),
        ...(page.continuation === undefined ? {} : { 'x-ms-continuation': page.continuation }),
      },
    };
  }

  return {
    /** Does what is asked. Throws a `Refusal` that says why not. */
    answer(asked: Asked): Answer {
      const [, database, , container] = partsOf(asked.path);
      switch (asked.kind) {
        case 'account':
          return ofAccount();
        case 'database':
          return ofDatabases(asked, database);
        case 'container':
          return ofContainers(asked, database ?? '', container);
        case 'ranges':
          return ofRanges(containerOf(database ?? '', container ?? ''));
        default:
          return ofDocuments(asked, containerOf(database ?? '', container ?? ''));
      }
    },
    /** Undefined where there is no such container. */
    container: (database: string, id: string) => databases.get(database)?.get(id),
    containers: () => [...databases.values()].flatMap((containers) => [...containers.values()]),
  };
}

export function partsOf(path: string): readonly string[] {
  return path.split('/').filter(Boolean).map(decodeURIComponent);
}

/** The number of writes that a session token vouches for: `0:-1#12`, one for each physical partition. */
function knownTo(token: string | string[] | undefined): number {
  const counts = [...String(token ?? '').matchAll(/#(\d+)/g)].map(([, count]) => Number(count));
  return Math.max(0, ...counts);
}
