package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import nnrun.config.Json;
import org.junit.jupiter.api.Test;

class TableTest {
  private static Table table() {
    Table table = new Table("name", "rows", "loss");
    table.row("é,a", 1200L, 0.123456789);
    table.row("b", null, Double.NaN);
    return table;
  }

  @Test
  void peopleSeeAlignedColumnsWithNumbersToTheRight() {
    assertThat(table().text())
        .isEqualTo(
            """
            name   rows    loss
            é,a   1,200  0.1235
            b         -     NaN
            """);
  }

  @Test
  void programsGetEveryDigit() {
    assertThat(table().csv()).isEqualTo("name,rows,loss\n\"é,a\",1200,0.123456789\nb,,NaN\n");
    assertThat(Json.write(table().objects()))
        .isEqualTo(
            "[{\"name\":\"é,a\",\"rows\":1200,\"loss\":0.123456789},{\"name\":\"b\",\"rows\":null,\"loss\":\"NaN\"}]");
  }

  @Test
  void aCellCannotControlTheTerminal() {
    Table table = new Table("name");
    table.row("\033]0;title\007\nnext");
    assertThat(table.text()).isEqualTo("name\n\ufffd]0;title\ufffd next\n");
  }
}
