import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Keeps one JVM warm for many Liquibase calls: a start costs more than most of the calls.
 * POST the arguments, NUL between them; the answer is "exit code, length of stdout" on its first line, then stdout, then stderr.
 * Prints its port, and ends when its standard input does, so that a killed test run leaves no JVM behind.
 */
public class WarmLiquibase {
  private static final PrintStream OUT = System.out;
  private static final PrintStream ERR = System.err;

  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", WarmLiquibase::answer);
    server.start();
    OUT.println(server.getAddress().getPort());
    OUT.flush();
    while (System.in.read() >= 0) {
      continue;
    }
    System.exit(0);
  }

  /** One call at a time: Liquibase writes to the process-wide System.out. */
  private static synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = call(body.split("\0"), out, err);
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    reply.write((exitCode + " " + out.size() + "\n").getBytes(StandardCharsets.UTF_8));
    out.writeTo(reply);
    err.writeTo(reply);
    exchange.sendResponseHeaders(200, reply.size());
    reply.writeTo(exchange.getResponseBody());
    exchange.close();
  }

  private static int call(String[] arguments, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      return new liquibase.integration.commandline.LiquibaseCommandLine().execute(arguments);
    } catch (Throwable thrown) {
      thrown.printStackTrace(System.err);
      return 99;
    } finally {
      System.out.flush();
      System.err.flush();
      System.setOut(OUT);
      System.setErr(ERR);
    }
  }
}
