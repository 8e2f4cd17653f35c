// The handler as a NestJS microservice over its NATS transport, with the logger off.
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Transport } from '@nestjs/microservices';

/** Decorators without a compiler. */
const decorate = (target, key, ...decorators) =>
  Reflect.decorate(decorators, target, key, Object.getOwnPropertyDescriptor(target, key));

class Adder {
  add({ a, b }) {
    return { sum: a + b };
  }
}
decorate(Adder.prototype, 'add', MessagePattern('peers.nest'));
Reflect.decorate([Controller()], Adder);

class Peer {}
Reflect.decorate([Module({ controllers: [Adder] })], Peer);

const app = await NestFactory.createMicroservice(Peer, {
  transport: Transport.NATS,
  options: { servers: [process.argv.at(-1)] },
  logger: false,
});
await app.listen();
