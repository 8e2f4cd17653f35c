import { AppModule } from '@symphony-ts/extension';
import { Clock } from './clock.js';
import { Seconds } from './seconds.js';

@AppModule({ extensions: [Clock], providers: [Seconds] })
export class App {}
