import { Socket } from 'node:net';

// Loaded into a service before its own code: connections to this port are begun and never made, as by a network that
// loses every packet.
const held = Number(process.env.HELD_PORT);
const { connect } = Socket.prototype;

Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  return Number(options?.port) === held ? this : connect.apply(this, given);
};
