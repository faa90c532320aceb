// A device on MQTT.js: node device.cjs <scenario> <port> <folder with PEM files> <4|5>
// Prints one line for each thing that happens, and ends by itself.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { EventEmitter, once } = require('node:events');
const mqtt = require('mqtt');

const [scenario, port, folder, version] = process.argv.slice(2);
const protocolVersion = Number(version);
const pem = (name) => fs.readFileSync(path.join(folder, name));
const happenings = new EventEmitter();
const nextMessage = () => once(happenings, 'message');
const say = (...words) => console.log(words.join(' '));

async function connect(clientId, options) {
  const client = mqtt.connect({
    protocol: 'mqtts',
    host: 'localhost',
    port: Number(port),
    ca: pem('ca.pem'),
    cert: pem('device.pem'),
    key: pem('device.key.pem'),
    clientId,
    protocolVersion,
    reconnectPeriod: 0,
    ...options,
  });
  client.on('error', (error) => say('error', error.code));
  client.on('disconnect', (packet) => say('disconnect', packet.reasonCode));
  client.on('message', (topic, payload, packet) => {
    const { contentType, responseTopic, correlationData, userProperties } = packet.properties ?? {};
    say('message', topic, payload, packet.retain ? 'retained' : 'live');
    if (contentType) {
      say('properties', contentType, responseTopic, correlationData, JSON.stringify(userProperties));
    }
    happenings.emit('message');
  });
  const [connack] = await once(client, 'connect');
  say('connack', connack.sessionPresent, connack.properties?.receiveMaximum ?? '-', connack.properties?.maximumQoS ?? '-');
  return client;
}

const persistent =
  protocolVersion === 5 ? { clean: false, properties: { sessionExpiryInterval: 600 } } : { clean: false };

const scenarios = {
  async exchange() {
    const client = await connect('robot-7');
    const granted = await client.subscribeAsync('a/b', { qos: 1 });
    say('granted', granted[0].qos);
    const received = nextMessage();
    const properties = {
      contentType: 'text/plain',
      responseTopic: 'a/answer',
      correlationData: Buffer.from('42'),
      userProperties: { key: ['first', 'second'] },
    };
    await client.publishAsync('a/b', 'hello', { qos: 1, properties: protocolVersion === 5 ? properties : undefined });
    say('published');
    await received;
    await client.unsubscribeAsync('a/b');
    await client.publishAsync('a/b', 'nobody', { qos: 0 });
    await client.endAsync();
  },

  async retained() {
    const client = await connect('robot-7');
    await client.publishAsync('a/b', 'kept', { qos: 1, retain: true });
    const received = nextMessage();
    await client.subscribeAsync('a/b', { qos: 1 });
    await received;
    await client.publishAsync('a/b', '', { qos: 1, retain: true });
    await client.endAsync();
  },

  async will() {
    const client = await connect('robot-7', { will: { topic: 'gone', payload: 'robot-7', qos: 1 } });
    const closed = once(client, 'close');
    client.stream.destroy();
    await closed;
    await client.endAsync(true);
  },

  async session() {
    const first = await connect('robot-7', persistent);
    await first.subscribeAsync('a/b', { qos: 1 });
    await first.endAsync();
    const other = await connect('robot-8');
    await other.publishAsync('a/b', 'while away', { qos: 1 });
    await other.endAsync();
    const received = nextMessage();
    const second = await connect('robot-7', persistent);
    await received;
    await second.endAsync();
  },

  async refused() {
    const client = await connect('robot-7');
    const closed = once(client, 'close');
    client.publish('thinedge/robot-8/td/x', 'no', { qos: 1 }, (error) => say('refused', error?.code ?? '-'));
    await closed;
    say('closed');
    await client.endAsync(true);
  },
};

scenarios[scenario]().catch((error) => {
  say('failed', error.message);
  process.exitCode = 1;
});
