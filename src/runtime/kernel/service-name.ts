/** An instance of a service. */
export interface ServiceName {
  readonly service: string;
  readonly instance: number;
}
