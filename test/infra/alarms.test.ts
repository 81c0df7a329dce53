import { describe } from 'vitest';
import { at, type Value, written } from './bicep.ts';
import { holds, ofType, type Rule } from './infra.ts';

// Whom an alert writes to, and from when on. What it asks for is held in test/telemetry.

const ALERT = 'Microsoft.Insights/scheduledQueryRules';
const GROUP = 'Microsoft.Insights/actionGroups';

const everyAlertWritesToSomebody: Rule = (infra) =>
  ofType(infra, ALERT).flatMap(({ file, name, body }) => {
    const groups = at(body, 'properties.actions.actionGroups');
    const told = (Array.isArray(groups) ? groups : []).filter((group: Value) =>
      infra.made.some((one) => one.type === GROUP && one.file === file && `${one.name}.id` === written(group)),
    );
    const isOn = at(body, 'properties.enabled') === true;
    return told.length > 0 && isOn ? [] : [`${file}: ${name} writes to nobody`];
  });

const theGroupIsPeople: Rule = (infra) =>
  ofType(infra, GROUP).flatMap(({ name, body }) => {
    const receivers = String(written(at(body, 'properties.emailReceivers')));
    const isOn = at(body, 'properties.enabled') === true;
    return isOn && /for \(?\w+.* in alertEmails:/.test(receivers) ? [] : [`${name} holds nobody`];
  });

/** Before there is a service, an alert that misses it would teach everybody that alerts are noise. */
const noAlertBeforeTheService: Rule = ({ files }) => {
  const modules = files.get('main.bicep')?.modules ?? [];
  const service = modules.find(({ name }) => name === 'service');
  const alerts = modules.find(({ path }) => path === 'modules/alerts.bicep');
  const awaited = at(alerts?.body, 'dependsOn');
  const isAfter = Array.isArray(awaited) && awaited.some((one: Value) => written(one) === 'service');
  return [
    ...(alerts?.condition === service?.condition && alerts?.condition !== undefined ? [] : ['they come without it']),
    ...(isAfter ? [] : ['they come before it']),
  ];
};

describe('alerts', () => {
  holds('each writes to somebody', everyAlertWritesToSomebody, [
    ['modules/alerts.bicep', 'actionGroups: [people.id]', 'actionGroups: []'],
    ['modules/alerts.bicep', 'actionGroups: [people.id]', 'actionGroups: [logAnalyticsId]'],
    ['modules/alerts.bicep', 'enabled: true\n      severity', 'enabled: false\n      severity'],
  ]);
  holds('whom they write to are those whom the school named', theGroupIsPeople, [
    ['modules/alerts.bicep', 'in alertEmails:', 'in []:'],
    ['modules/alerts.bicep', 'enabled: true\n    emailReceivers', 'enabled: false\n    emailReceivers'],
  ]);
  holds('there are none before there is a service', noAlertBeforeTheService, [
    ['main.bicep', "'modules/alerts.bicep' = if (!empty(image)) {", "'modules/alerts.bicep' = {"],
    ['main.bicep', '  dependsOn: [service]\n', ''],
  ]);
});
