import { createHash } from 'node:crypto';
import { Injectable } from '@symphony-ts/extension';
import type { Report } from './report.js';

const HOUR_MS = 3_600_000;
const WARMEST_HOUR = 15;

/**
 * Where reports come from. A real one would ask a weather service over HTTP; this one computes a climate from the name
 * of the place and turns it with the hour, so that the example needs no network and a place keeps its weather.
 */
@Injectable()
export class Station {
  async observe(place: string, now = new Date()): Promise<Report> {
    const [warmth, swing] = dice(place);
    const [cover, gusts] = dice(`${place} ${Math.floor(now.getTime() / HOUR_MS)}`);
    const turn = Math.cos(((now.getUTCHours() - WARMEST_HOUR) / 12) * Math.PI);
    const celsius = round(warmth * 35 - 5 + turn * swing * 8);
    return { place, sky: skyOf(cover, celsius), celsius, wind: round(gusts * 15), at: now.toISOString() };
  }
}

function skyOf(cover: number, celsius: number): Report['sky'] {
  if (cover < 0.4) return 'clear';
  if (cover < 0.7) return 'cloudy';
  return celsius > 0 ? 'rain' : 'snow';
}

/** Two numbers from 0 to 1, always the same for the same seed. */
function dice(seed: string): readonly [number, number] {
  const bytes = createHash('sha256').update(seed).digest();
  return [bytes.readUInt16BE(0) / 0xffff, bytes.readUInt16BE(2) / 0xffff];
}

const round = (value: number): number => Math.round(value * 10) / 10;
