import type { BootConfiguration, BootProgram, BootState } from "../kernel/boot-configuration.ts";
import type { ServiceName } from "../kernel/service-name.ts";

/** The configuration with an instance of a service on another core. */
export function relocated(configuration: BootConfiguration, name: ServiceName, core: number): BootConfiguration {
  const isMeant = (each: BootProgram): boolean =>
    each.kind === "service" && each.name === name.service && each.instance === name.instance;
  const { programs, states } = configuration;
  return {
    ...configuration,
    programs: programs.map((each) => (isMeant(each) ? { ...each, core } : each)),
    ...(states === undefined ? {} : { states: states.map((state) => withUser(state, name, core)) }),
  };
}

/** The replica that was nearest to it is asked on, unless there is one where it is now. */
function withUser(state: BootState, { service, instance }: ServiceName, core: number): BootState {
  const users = state.users.map((user) => {
    if (user.program !== service || user.instance !== instance) return user;
    return { ...user, core, replica: state.replicas.includes(core) ? core : user.replica };
  });
  return { ...state, users };
}
