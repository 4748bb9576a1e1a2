export interface AutologOptions {
  /** True switches autologging off until the next call. Default: false. */
  disable?: boolean;
}

export interface Autologging {
  /**
   * Training calls inside runs started by hand are logged into them from now on. Training
   * outside such runs is logged without this call.
   * @param options.disable Switches autologging off altogether.
   */
  autolog(options?: AutologOptions): void;
}
