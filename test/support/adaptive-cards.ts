import { createRequire } from 'node:module';
import { partsOf } from './teams-person.ts';

// Microsoft's own reader of Adaptive Cards, as far as it is used here. Its package has no JSON schema, and its types
// cannot be found from an ECMAScript module. It stands under another name, as the template package takes the sources
// of one that stands under its own for its types.
interface Registered {
  readonly objectType: new () => {
    getSchema(): { getCount(): number; getItemAt(index: number): { readonly name: string } };
  };
}
interface AdaptiveCardsPackage {
  readonly AdaptiveCard: new () => {
    parse(card: unknown, context: Context): void;
    validateProperties(): { readonly validationEvents: readonly { readonly message: string }[] };
  };
  readonly SerializationContext: new (version: unknown) => Context;
  readonly Versions: { readonly v1_5: unknown };
  readonly GlobalRegistry: {
    readonly defaultElements: { findByName(type: string): Registered | undefined };
    readonly defaultActions: { findByName(type: string): Registered | undefined };
  };
  readonly TextRun: Registered['objectType'];
  readonly Column: Registered['objectType'];
}
interface Context {
  readonly eventCount: number;
  getEventAt(index: number): { readonly message: string };
}

const library = createRequire(import.meta.url)('adaptivecards-sdk/dist/adaptivecards.js') as AdaptiveCardsPackage;

/** What is wrong with a card, by Adaptive Cards 1.5: unknown elements, properties and values, and what is missing. */
export function problemsOf(card: unknown): readonly string[] {
  const context = new library.SerializationContext(library.Versions.v1_5);
  const parsed = new library.AdaptiveCard();
  parsed.parse(card, context);
  const read = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const { validationEvents } = parsed.validateProperties();
  const strange = partsOf(card).flatMap((part) => {
    const known = propertiesOf(String(part.type));
    return Object.keys(part)
      .filter((name) => known !== undefined && !known.has(name))
      .map((name) => `${String(part.type)} has no "${name}"`);
  });
  return [...read, ...validationEvents.map(({ message }) => message), ...strange];
}

const properties = new Map<string, ReadonlySet<string> | undefined>();

function propertiesOf(type: string): ReadonlySet<string> | undefined {
  if (!properties.has(type)) properties.set(type, readProperties(type));
  return properties.get(type);
}

function readProperties(type: string): ReadonlySet<string> | undefined {
  if (type === 'AdaptiveCard') return new Set(['$schema', 'type', 'version', 'body', 'actions', 'msteams']);
  const { defaultElements, defaultActions } = library.GlobalRegistry;
  const own = { TextRun: library.TextRun, Column: library.Column }[type];
  const Found = own ?? (defaultElements.findByName(type) ?? defaultActions.findByName(type))?.objectType;
  if (Found === undefined) return undefined;
  const schema = new Found().getSchema();
  const names = Array.from({ length: schema.getCount() }, (_, index) => schema.getItemAt(index).name);
  // Read apart from the schema by the library itself.
  const more = {
    Container: ['items'],
    ColumnSet: ['columns'],
    Column: ['items'],
    RichTextBlock: ['inlines'],
    FactSet: ['facts'],
  };
  const others = ['ActionSet'].includes(type) ? ['actions'] : (more[type as keyof typeof more] ?? []);
  return new Set([...names, ...others]);
}
