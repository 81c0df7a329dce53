import type { CommandDefinition } from '../../domain/decider.ts';
import { mayWrite } from './access.ts';
import { type BulletinCommand, commandData } from './command-data.ts';
import { bulletinForm, takeBackForm } from './forms.ts';
import type { BulletinState } from './state.ts';
import { labels } from './words.ts';

type Definition = CommandDefinition<BulletinState>;

function offered(command: BulletinCommand & keyof typeof labels): Definition {
  return { label: labels[command], data: commandData[command] };
}

/** The commands of a safety message. */
export const bulletinCommands: Record<BulletinCommand, Definition> = {
  'bulletin/write': {
    ...offered('bulletin/write'),
    begins: true,
    isOffered: (person, school) => mayWrite(person, school) && school.staffChannels.length > 0,
    form: bulletinForm,
  },
  'bulletin/open': { ...offered('bulletin/open'), opens: true, wayBack: 'Back to the message' },
  'bulletin/put-away': offered('bulletin/put-away'),
  'bulletin/post': offered('bulletin/post'),
  'bulletin/change': { ...offered('bulletin/change'), cancel: 'bulletin/open', form: bulletinForm },
  'bulletin/discard': offered('bulletin/discard'),
  'bulletin/take-back': { ...offered('bulletin/take-back'), cancel: 'bulletin/open', form: () => takeBackForm },
  'bulletin/delivery-note': { label: '', data: commandData['bulletin/delivery-note'], internal: true },
};
