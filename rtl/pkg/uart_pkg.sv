// uart_pkg.sv - what the UART's registers say of the line: speed and format. docs/ref/uart.md.
`default_nettype none
package uart_pkg;
  typedef struct packed {
    logic [15:0] divisor;               // DLM, DLL; 0 is 1
    logic [3:0]  fraction;              // a bit takes 16 * divisor + fraction clocks
    logic        send_break;            // LCR 6: the transmitter's line is low
    logic        stick;                 // LCR 5: the parity bit is the opposite of `even`
    logic        even;                  // LCR 4
    logic        parity;                // LCR 3: there is a parity bit
    logic        long_stop;             // LCR 2: two stop bits are sent
    logic [1:0]  length;                // LCR 1:0: 5 to 8 data bits, less 5
  } line_t;

  function automatic logic parity_bit(logic [7:0] data, line_t line);
    return line.stick ? !line.even : ^data ^ !line.even;
  endfunction
endpackage
`default_nettype wire
